/**
 * A DICOM person name (PS3.5 section 6.2.1: `family^given^middle^prefix^suffix`, groups divided by `=`) as people
 * write it in Czech medical records: family name first, degrees around.
 */
export function formatPersonName(value: string): string {
  const group = value.split('=').find((part) => part.replaceAll('^', '').trim() !== '') ?? ''
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
    .split('^')
    .map((part) => part.trim())
  const name = [prefix, family, given, middle].filter((part) => part !== '').join(' ')
  return suffix === '' ? name : `${name}, ${suffix}`
}
