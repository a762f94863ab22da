// To which shard a stream belongs. It stands behind what is stored, so it never changes.

/** FNV-1a over the UTF-16 units of the stream's name: the same in every process, on every store. */
export const hashOf = (stream: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < stream.length; i++) {
    hash = Math.imul(hash ^ stream.charCodeAt(i), 0x01000193)
  }
  // the lowest bits of such a hash are its worst
  return (hash ^ (hash >>> 15)) >>> 0
}

export const shardOf = (stream: string, shards: number): number => shards === 1 ? 0 : hashOf(stream) % shards
