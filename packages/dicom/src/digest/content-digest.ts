/** Where the digested bytes go: a hash of `node:crypto`, or any other that takes them piece by piece. */
export interface DigestSink {
  update(bytes: Uint8Array): unknown
}

/** The same for one content in implicit or explicit VR, defined or undefined lengths, either byte order. */
export declare class ContentDigest {
  constructor(sink: DigestSink)
  /** @throws DicomError */
  push(chunk: Uint8Array): void
  /** @throws DicomError */
  end(): void
}
