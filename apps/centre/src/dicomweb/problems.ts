/** Refusals that DICOMweb has and the rest of the API has not. */
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
