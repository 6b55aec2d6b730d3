/**
 * Bytes that are on their way to a package, in small objects that never change, where every process of a centre finds
 * them. A name is used once: who writes never overwrites what another wrote.
 */
export interface PieceStore {
  /** Durable when it resolves. @throws StoreError */
  put(name: string, bytes: Buffer): Promise<void>
  /** The whole of it. @throws PackageGoneError, PackageReadError, StoreError, and the reason of the signal */
  get(name: string, sizeBytes: number, signal: AbortSignal): Promise<Buffer>
  /** Removing what is not there is not an error. @throws StoreError */
  remove(name: string): Promise<void>
  /** All that are there, in no order. @throws StoreError */
  list(): AsyncIterable<{ readonly name: string; readonly storedAt: Date }>
}
