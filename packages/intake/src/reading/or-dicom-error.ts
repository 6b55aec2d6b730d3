import { DicomError } from '@epacs/dicom'

/** What is wrong with an object is a result like any other; anything else that goes wrong is thrown. */
export function orDicomError<Value>(step: () => Value): Value | DicomError {
  try {
    return step()
  } catch (error) {
    if (error instanceof DicomError) return error
    throw error
  }
}
