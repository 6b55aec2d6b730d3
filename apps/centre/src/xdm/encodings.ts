/** How images are encoded, for whoever reads the medium: PDI (RAD TF-3 4.47) asks for uncompressed ones in Explicit VR Little Endian. */
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

/** PS3.6 table A-1. */
const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': 'Implicit VR Little Endian',
  '1.2.840.10008.1.2.1.99': 'Deflate',
  '1.2.840.10008.1.2.2': 'Explicit VR Big Endian',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-Lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.100': 'MPEG-2',
  '1.2.840.10008.1.2.4.102': 'MPEG-4 AVC/H.264',
  '1.2.840.10008.1.2.4.103': 'MPEG-4 AVC/H.264',
  '1.2.840.10008.1.2.4.201': 'HTJ2K Lossless',
  '1.2.840.10008.1.2.4.202': 'HTJ2K Lossless',
  '1.2.840.10008.1.2.4.203': 'HTJ2K',
  '1.2.840.10008.1.2.5': 'RLE Lossless',
}

/** Those that keep the medium from being one of PDI; none: it is. */
function encodingsBesidePdi(transferSyntaxUids: Iterable<string>): readonly string[] {
  const others = [...transferSyntaxUids].filter((uid) => uid !== EXPLICIT_LITTLE_ENDIAN)
  return [...new Set(others.map((uid) => NAMES[uid] ?? uid))].toSorted()
}

export function standardsLine(transferSyntaxUids: Iterable<string>): string {
  const others = encodingsBesidePdi(transferSyntaxUids)
  return others.length === 0
    ? 'DICOM, IHE PDI, IHE XDM'
    : `DICOM, IHE XDM; kódování snímků / encoding of the images: ${others.join(', ')}`
}
