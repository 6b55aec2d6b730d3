/** The desktop viewers that are offered, and the address that opens one. */
import type { Config } from '../config/index.ts'
import { Problem } from '../http/index.ts'
import type { Purpose } from './links.ts'

export type DesktopViewer = Config['desktopViewers']['offered'][number]

/** Throws the problem 400. */
export function viewerNamed({ desktopViewers }: Config, id: string): DesktopViewer {
  const viewer = desktopViewers.offered.find((each) => each.id === id)
  if (viewer !== undefined) return viewer
  throw new Problem(400, 'no-such-viewer', 'The centre does not know this viewer.')
}

/** What its link is for: a template names one of them. */
export function purposeOf(viewer: DesktopViewer): Purpose {
  return 'address' in viewer && viewer.address.includes('{manifestUrl}') ? 'manifest' : 'package'
}

/** Where the link leads. The secret is a parameter: paths are logged, parameters are not. */
export function linkUrl({ portal }: Config, purpose: Purpose, token: string, extension: string): string {
  const name = purpose === 'manifest' ? 'manifest.xml' : `package.${extension}`
  return `${portal.publicUrl}/api/hand-offs/${name}?link=${token}`
}

/** What the browser is sent to: the viewer's own scheme with everything encoded, or the file itself. */
export function openingAddress(viewer: DesktopViewer, url: string, study: string | null): string {
  if (!('address' in viewer)) return url
  const values: Readonly<Record<string, string>> = {
    packageUrl: url,
    manifestUrl: url,
    studyUid: study ?? '',
  }
  return viewer.address.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}
