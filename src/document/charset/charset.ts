/** Text of bytes that come in pieces. */
export interface Decoder {
  /** The text of the next bytes; what the end of a piece cuts in two is kept for the next one, unless it is the last. */
  write(bytes: Buffer, last: boolean): Decoded
}

export interface Decoded {
  readonly text: string
  /** Offset in it of the first U+FFFD that stands for bytes which are none of the charset; -1 where there is none. */
  readonly replaced: number
}

export interface Charset {
  /** Java's canonical name. */
  readonly name: string
  decoder(): Decoder
}
