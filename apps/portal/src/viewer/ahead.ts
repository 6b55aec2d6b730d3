/**
 * Asks for what the viewer will ask for, while its megabytes still come: the centre has then read the images' headers,
 * and answers the viewer at once. Nothing depends on it.
 */
const SERIES_INSTANCE_UID = '0020000E'

/** @param root DICOMweb's address of the message */
export async function askAhead(root: string, studies: readonly string[]): Promise<void> {
  for (const study of studies) {
    const address = `${root}/studies/${encodeURIComponent(study)}/series`
    const answer = await fetch(address, { headers: { Accept: 'application/dicom+json' } })
    if (!answer.ok) return
    const found: unknown = await answer.json()
    for (const uid of seriesAmong(found)) await fetch(`${address}/${encodeURIComponent(uid)}/metadata`)
  }
}

function seriesAmong(found: unknown): readonly string[] {
  if (!Array.isArray(found)) return []
  return found.flatMap((series: Readonly<Record<string, { readonly Value?: readonly unknown[] }>>) => {
    const [uid] = series[SERIES_INSTANCE_UID]?.Value ?? []
    return typeof uid === 'string' ? [uid] : []
  })
}
