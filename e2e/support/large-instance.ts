/** A valid instance of any size, for transfers that take a while: a multi-frame Secondary Capture with random pixels. */
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const EDGE = 1024
const FRAME_BYTES = EDGE * EDGE

const SOP_CLASS = '1.2.840.10008.5.1.4.1.1.7.2' // Multi-frame Grayscale Byte Secondary Capture Image Storage
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
/** VRs whose length takes four bytes (PS3.5 table 7.1-1), as far as they occur here. */
const LONG = new Set(['OB', 'OW'])

function element(tag: number, vr: string, value: Buffer): Buffer {
  const head = Buffer.alloc(LONG.has(vr) ? 12 : 8)
  head.writeUInt16LE(tag >>> 16, 0)
  head.writeUInt16LE(tag & 0xffff, 2)
  head.write(vr, 4, 'latin1')
  if (LONG.has(vr)) head.writeUInt32LE(value.length, 8)
  else head.writeUInt16LE(value.length, 6)
  return Buffer.concat([head, value])
}

function text(tag: number, vr: string, value: string): Buffer {
  const padding = vr === 'UI' ? '\0' : ' '
  return element(tag, vr, Buffer.from(value.length % 2 === 0 ? value : value + padding, 'latin1'))
}

function number(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return element(tag, 'US', bytes)
}

/** UIDs from UUIDs (PS3.5 annex B.2). */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomBytes(15).toString('hex')}`)}`
}

/** Writes it to `path`; `frames` are mebibytes. */
export async function writeLargeInstance(path: string, frames: number): Promise<void> {
  const uid = newUid()
  const meta = Buffer.concat([
    element(0x00020001, 'OB', Buffer.from([0, 1])),
    text(0x00020002, 'UI', SOP_CLASS),
    text(0x00020003, 'UI', uid),
    text(0x00020010, 'UI', EXPLICIT_LITTLE_ENDIAN),
    text(0x00020012, 'UI', '2.25.1'),
  ])
  const metaLength = Buffer.alloc(4)
  metaLength.writeUInt32LE(meta.length)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(
    path,
    Buffer.concat([
      Buffer.alloc(128),
      Buffer.from('DICM'),
      element(0x00020000, 'UL', metaLength),
      meta,
      text(0x00080016, 'UI', SOP_CLASS),
      text(0x00080018, 'UI', uid),
      text(0x00080020, 'DA', '20261101'),
      text(0x00080030, 'TM', '101500'),
      text(0x00080050, 'SH', ''),
      text(0x00080060, 'CS', 'OT'),
      text(0x00080064, 'CS', 'WSD'),
      text(0x00080090, 'PN', ''),
      text(0x00100010, 'PN', 'Velky^Snimek'),
      text(0x00100020, 'LO', 'VELKY-1'),
      text(0x00100030, 'DA', ''),
      text(0x00100040, 'CS', ''),
      text(0x0020000d, 'UI', newUid()),
      text(0x0020000e, 'UI', newUid()),
      text(0x00200010, 'SH', '1'),
      text(0x00200011, 'IS', '1'),
      text(0x00200013, 'IS', '1'),
      number(0x00280002, 1),
      text(0x00280004, 'CS', 'MONOCHROME2'),
      text(0x00280008, 'IS', String(frames)),
      number(0x00280010, EDGE),
      number(0x00280011, EDGE),
      number(0x00280100, 8),
      number(0x00280101, 8),
      number(0x00280102, 7),
      number(0x00280103, 0),
      element(0x7fe00010, 'OB', randomBytes(frames * FRAME_BYTES)),
    ]),
  )
}
