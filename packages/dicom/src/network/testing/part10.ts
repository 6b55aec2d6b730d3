/** A file as an object that can be sent, and the way back: for tests. */
import { InstanceReader } from '../../reading/instance-reader.ts'
import type { StoredObject } from '../services/using.ts'

/** @returns undefined: it is refused. The data set is every byte behind the head, garbage included. */
export function storedObject(
  file: Uint8Array,
): (StoredObject & { readonly dataSet: Uint8Array }) | undefined {
  const reader = new InstanceReader()
  try {
    reader.push(file)
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSetOffset, objectBytes } = reader.end()
    const dataSet = file.subarray(dataSetOffset, objectBytes)
    return { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet }
  } catch {
    return undefined
  }
}
