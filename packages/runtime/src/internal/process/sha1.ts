// SHA-1, as UUIDs of version 5 are made of it. No secret hangs on it, and at once, as folds do not wait.

/** The digest, 20 bytes. */
export const sha1 = (bytes: Uint8Array): Uint8Array => {
  const blocks = ((bytes.length + 8) >> 6) + 1
  const padded = new Uint8Array(blocks * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  const words = new Uint32Array(80)
  let hash: Hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i)
    for (let i = 16; i < 80; i++) {
      words[i] = turned(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1)
    }
    let [a, b, c, d, e] = hash
    for (let i = 0; i < 80; i++) {
      const [mixed, constant] = round(i, b, c, d)
      const next = (turned(a, 5) + mixed + e + constant + words[i]!) >>> 0
      e = d
      d = c
      c = turned(b, 30)
      b = a
      a = next
    }
    hash = [hash[0] + a, hash[1] + b, hash[2] + c, hash[3] + d, hash[4] + e]
  }
  const digest = new DataView(new ArrayBuffer(20))
  hash.forEach((word, i) => digest.setUint32(4 * i, word))
  return new Uint8Array(digest.buffer)
}

type Hash = readonly [number, number, number, number, number]

const turned = (word: number, by: number): number => ((word << by) | (word >>> (32 - by))) >>> 0

const round = (i: number, b: number, c: number, d: number): readonly [mixed: number, constant: number] =>
  i < 20
    ? [(b & c) | (~b & d), 0x5a827999]
    : i < 40
    ? [b ^ c ^ d, 0x6ed9eba1]
    : i < 60
    ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
    : [b ^ c ^ d, 0xca62c1d6]
