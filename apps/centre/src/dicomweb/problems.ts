/** Refusals that DICOMweb has and the rest of the API has not. */
import { DicomError } from '@epacs/dicom'
import { Problem } from '../http/index.ts'

export function instancesNotFound(): Problem {
  return new Problem(404, 'instances-not-found', 'The message holds no such study, series or instance.')
}

/** PS3.18 §8.7.4: nothing of what the client accepts can be had. */
export function notAcceptable(offered: readonly string[]): Problem {
  return new Problem(406, 'not-acceptable', `This can be had as ${offered.join(', or as ')}.`, { offered })
}

export function noPixelData(): Problem {
  return new Problem(404, 'no-frames', 'The instance holds no frames, or fewer than were asked for.')
}

export function notRenderable(): Problem {
  return new Problem(406, 'not-renderable', 'No picture can be made of this instance; download it instead.')
}

/** An instance that was taken as it came may still be none that can be shown. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof DicomError)) return error
  return new Problem(422, 'unreadable-instance', `The instance cannot be taken apart: ${error.code}.`)
}
