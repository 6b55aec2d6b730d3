/** Modalities for people: PS3.16 CID 33, those that are met. */
const MEANINGS: Readonly<Record<string, string>> = {
  BI: 'Biomagnetic Imaging',
  BMD: 'Bone Mineral Densitometry',
  CR: 'Computed Radiography',
  CT: 'Computed Tomography',
  DOC: 'Document',
  DX: 'Digital Radiography',
  ECG: 'Electrocardiography',
  ES: 'Endoscopy',
  GM: 'General Microscopy',
  IO: 'Intra-oral Radiography',
  IVOCT: 'Intravascular Optical Coherence Tomography',
  IVUS: 'Intravascular Ultrasound',
  KO: 'Key Object Selection',
  MG: 'Mammography',
  MR: 'Magnetic Resonance',
  NM: 'Nuclear Medicine',
  OP: 'Ophthalmic Photography',
  OPT: 'Ophthalmic Tomography',
  OT: 'Other',
  PR: 'Presentation State',
  PT: 'Positron emission tomography',
  PX: 'Panoramic X-Ray',
  REG: 'Registration',
  RF: 'Radiofluoroscopy',
  RTDOSE: 'RT Dose',
  RTIMAGE: 'RT Image',
  RTPLAN: 'RT Plan',
  RTSTRUCT: 'RT Structure Set',
  SC: 'Secondary Capture',
  SEG: 'Segmentation',
  SM: 'Slide Microscopy',
  SR: 'Structured Report Document',
  US: 'Ultrasound',
  XA: 'X-Ray Angiography',
  XC: 'External-camera Photography',
}

/** The code itself, where it has no meaning here. */
export function modalityMeaning(code: string): string {
  return MEANINGS[code] ?? code
}
