/** AE titles, by which programs that speak DICOM call each other. */

/**
 * PS3.5 §6.2, value representation AE: up to 16 characters of the default repertoire without backslash and control
 * characters; leading and trailing spaces mean nothing, so none are taken.
 */
export const AE_TITLE = /^[\x21-\x5b\x5d-\x7e](?:[\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/
