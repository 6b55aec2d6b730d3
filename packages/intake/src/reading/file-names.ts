/** What a name alone lets one expect. */

/** Extensions under which DICOM files go; what bears one and is none is a damaged image, not a companion. */
const DICOM_EXTENSION = /\.(dcm|dicom|dic|ima|dc3)$/iu
/** A component of a file ID (PS3.10 §8.5) with a number in it ("IM000001"), or a name made of a UID. */
const LIKE_A_FILE_ID = /^(?=.*\d)[a-z0-9_]{1,8}$/iu
const LIKE_A_UID = /^\d+(\.\d+){4,}$/u

/** macOS keeps "._IM0001" beside each "IM0001". */
const MACOS_LEFTOVER = /(^|\/)(__MACOSX\/|\._|\.DS_Store$)/u

export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** The folder with its closing slash; '' at the top. */
export function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1)
}

export function claimsToBeDicom(name: string): boolean {
  if (MACOS_LEFTOVER.test(name)) return false
  const base = baseName(name)
  return DICOM_EXTENSION.test(base) || LIKE_A_FILE_ID.test(base) || LIKE_A_UID.test(base)
}

/**
 * The form in which names and file IDs are compared: drivers change the case, add the version of ISO 9660 (";1")
 * and drop or keep the dot of an empty extension.
 */
export function foldedFileName(name: string): string {
  return plainFileName(name).toUpperCase()
}

/** The name without what drivers add to it, its letters as they are. */
export function plainFileName(name: string): string {
  return name
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .map((step) => withoutTrailingDots(step.replace(/;\d+$/u, '')))
    .join('/')
}

/** In one pass: an expression like `/[. ]+$/` takes seconds for a name of 64 kB of dots before a letter. */
function withoutTrailingDots(step: string): string {
  let end = step.length
  while (end > 0 && (step[end - 1] === '.' || step[end - 1] === ' ')) end--
  return step.slice(0, end)
}

export function isNamedDicomdir(name: string): boolean {
  return foldedFileName(baseName(name)) === 'DICOMDIR'
}

/** "cd.z01" (APPNOTE 8.3.3), "cd.zip.001": only the first part begins like a ZIP. */
export function isNamedPartOfZip(name: string): boolean {
  return /\.(z\d{2,}|zip\.\d{3})$/iu.test(name)
}

/** Documents and programs that are ZIPs inside: companions, not archives of images. */
const PACKED_DOCUMENT = /\.(docx|xlsx|pptx|odt|ods|odp|jar|war|apk|epub|xpi|nupkg|swz)$/iu

export function isPackedDocument(name: string): boolean {
  return PACKED_DOCUMENT.test(name)
}

/** Programs, pictures, documents and what systems leave behind: no DICOM file goes under these. */
const COMPANION_EXTENSION = new Set(
  (
    'exe dll sys msi cab com bat cmd vbs js css htm html xml xsl json txt rtf pdf doc docx xls xlsx ppt pptx jpg jpeg ' +
    'png gif bmp ico tif tiff wmv avi mpg mpeg mp3 mp4 swf inf ini cfg config conf db dat lnk url log chm hlp jar ' +
    'class ttf so dylib app plist properties manifest lang po mo'
  ).split(' '),
)

export function isNamedLikeCompanion(name: string): boolean {
  const base = baseName(name)
  const dot = base.lastIndexOf('.')
  if (MACOS_LEFTOVER.test(name) || dot === 0) return true
  return dot > 0 && COMPANION_EXTENSION.has(base.slice(dot + 1).toLowerCase())
}
