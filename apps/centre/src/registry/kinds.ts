/** From the register's kinds of facilities to those of the network. */
import { fold, type InstitutionKind } from '@epacs/exchange'

/** The first that fits; folded. The register has some hundred kinds, named after what they are. */
const KINDS: readonly (readonly [RegExp, InstitutionKind])[] = [
  [/\bved[ay]\b|vyzkum/, 'scientific'],
  [/ambulan|poliklinik|sdruzen|stacionar|laborator|radiodiagnost|zobrazovac/, 'outpatient'],
  [/odborny lecebny|leceb|lazen|ozdravov|hospic|rehabilitacni ustav|psychiatrick/, 'specialised'],
  [/nemocnic|porodnic/, 'hospital'],
  [/ordinac|\blekar[es]|praxe/, 'private-practice'],
]

/** Null: none of them; people choose. */
export function kindOf(words: string): InstitutionKind | null {
  const folded = fold(words)
  return KINDS.find(([pattern]) => pattern.test(folded))?.[1] ?? null
}
