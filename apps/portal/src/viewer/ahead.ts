/**
 * Asks for what the viewer will ask for, while its megabytes still come: the centre has then read the images' headers,
 * and answers the viewer at once. What comes first is also what the first image is chosen by.
 */
import { type Attributes, objectsOf, textOf } from './dicom-json.ts'
import { firstInstance, firstSeries } from './first-image/choose.ts'

const SERIES_INSTANCE_UID = '0020000E'
const SOP_INSTANCE_UID = '00080018'

/**
 * @param root DICOMweb's address of the message
 * @param withFirst is given the address of the image that the viewer shows first; the rest is asked for when it is done
 */
export async function askAhead(
  root: string,
  [study, ...others]: readonly string[],
  withFirst: (address: string) => Promise<void>,
): Promise<void> {
  if (study === undefined) return
  const address = seriesAddress(root, study)
  const all = await objectsAt(address)
  const first = firstSeries(all)
  if (first !== undefined) {
    const of = `${address}/${uidOf(first)}`
    const instance = firstInstance(textOf(first, '00080060'), await objectsAt(`${of}/metadata`))
    if (instance !== undefined) await withFirst(`${of}/instances/${textOf(instance, SOP_INSTANCE_UID)}`)
  }
  for (const each of all) if (each !== first) await fetch(`${address}/${uidOf(each)}/metadata`)
  for (const other of others) {
    const further = seriesAddress(root, other)
    for (const each of await objectsAt(further)) await fetch(`${further}/${uidOf(each)}/metadata`)
  }
}

function seriesAddress(root: string, study: string): string {
  return `${root}/studies/${encodeURIComponent(study)}/series`
}

function uidOf(series: Attributes): string {
  return encodeURIComponent(textOf(series, SERIES_INSTANCE_UID))
}

/** None where the centre has none, or refuses. */
async function objectsAt(address: string): Promise<readonly Attributes[]> {
  const answer = await fetch(address, { headers: { Accept: 'application/dicom+json' } })
  return answer.status === 200 ? objectsOf(await answer.json()) : []
}
