// A short text that differs wherever what it is made of differs: FNV-1a over 64 bits, as no secret hangs on it.
export const fingerprint = (of: unknown): string => {
  const text = JSON.stringify(of, (_, value) => typeof value === "bigint" ? `${value}n` : value)
  let hash = offset
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * prime)
  return hash.toString(16).padStart(16, "0")
}

const offset = 0xcbf29ce484222325n
const prime = 0x100000001b3n
