/** The package names types and does not carry them. */
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** Samples of a pixel side by side, in the machine's byte order. @throws Error of whatever kind */
    decode(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array | Uint16Array
  }
}
