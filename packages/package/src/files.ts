/**
 * Files as a package needs them, so that whoever keeps packages decides how they lie on the disk: in the open, which is
 * what is done unless told otherwise, or encrypted.
 */
import { type FileHandle, open } from 'node:fs/promises'

/** What of a `FileHandle` is used. Positions and lengths are bytes of the content, whatever lies on the disk. */
export interface OpenedFile {
  /** May give fewer bytes than were asked for, none only at the end. */
  read(
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>
  /** Nobody leaves gaps: `position` is not behind the end. */
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>
  writev(chunks: readonly Uint8Array[], position: number): Promise<{ readonly bytesWritten: number }>
  /** Never makes it longer. */
  truncate(length: number): Promise<void>
  stat(): Promise<{ readonly size: number; readonly mtime: Date }>
  sync(): Promise<void>
  datasync(): Promise<void>
  close(): Promise<void>
  /**
   * While it is written, somebody else may read its beginning up to the last multiple of this that was written and is
   * not written again. Undefined: up to any byte.
   */
  readonly unitBytes?: number
  /** Hands what waits in memory to the operating system, as `close` does. Undefined: nothing waits. */
  flush?(): Promise<void>
  /** Closed without what waits in memory: nobody wants the file any more, and the disk may be full. */
  abandon?(): Promise<void>
  /** Undefined: nothing has to be done for it. Nothing is written after it; what is read then is known to be the whole. */
  complete?(): Promise<void>
}

export interface Files {
  /** Whether they lie on the disk as they are: then whoever wants may open them by himself. */
  readonly isPlain: boolean
  /**
   * `r`: one that is complete. `r+`: one to write on. `w+`: a new one, or what is there is overwritten. `wx`: a new one,
   * and it must not be there. Fails as opening files does, and when what lies there is not what was written.
   */
  open(path: string, flags: 'r' | 'r+' | 'w+' | 'wx', mode?: number): Promise<OpenedFile>
  /** For reading one that is not said to be complete: its length has to be known from elsewhere. */
  openGrowing(path: string): Promise<OpenedFile>
}

export const plainFiles: Files = {
  isPlain: true,
  open: (path, flags, mode): Promise<FileHandle> => open(path, flags, mode),
  openGrowing: (path): Promise<FileHandle> => open(path, 'r'),
}

/** A file, and by what it is opened. */
export interface FileToOpen {
  readonly path: string
  readonly files: Files
}

/** Its content in order, in chunks of their own. Fails as reading does, and when it ends before `end`. */
export async function* readRange(
  file: Pick<OpenedFile, 'read'>,
  start: number,
  end: number,
  chunkBytes = 256 * 1024,
): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) throw new Error(`a file ends at ${at}, and ${end - at} more bytes are expected`)
    yield chunk.subarray(0, bytesRead)
    at += bytesRead
  }
}
