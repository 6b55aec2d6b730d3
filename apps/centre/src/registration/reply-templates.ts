/** Sentences that operators begin their answers from. */
import type { Language } from '@epacs/exchange'

export interface ReplyTemplate {
  readonly code: string
  readonly decision: 'approve' | 'ask' | 'refuse'
  readonly words: Readonly<Record<Language, string>>
}

export const REPLY_TEMPLATES: readonly ReplyTemplate[] = [
  {
    code: 'welcome',
    decision: 'approve',
    words: {
      cs: 'Děkujeme za zájem o zapojení. S prvními kroky vám pomůže nápověda na portálu.',
      en: 'Thank you for joining. The help pages of the portal show the first steps.',
      sk: 'Ďakujeme za záujem o zapojenie. S prvými krokmi vám pomôže pomocník na portáli.',
    },
  },
  {
    code: 'ico-differs',
    decision: 'ask',
    words: {
      cs: 'Uvedené IČO v registru poskytovatelů patří jinému zařízení. Ověřte je prosím a opravte žádost.',
      en: 'In the register, the IČO belongs to another institution. Please check it and correct the request.',
      sk: 'Uvedené IČO v registri poskytovateľov patrí inému zariadeniu. Overte ho, prosím, a opravte žiadosť.',
    },
  },
  {
    code: 'authorisation',
    decision: 'ask',
    words: {
      cs: 'Napište nám prosím, jakou máte ve svém zařízení funkci a kdo vás jednáním za ně pověřil.',
      en: 'Please tell us your position at the institution and who has entrusted you with acting for it.',
      sk: 'Napíšte nám, prosím, akú máte vo svojom zariadení funkciu a kto vás poveril konať za ne.',
    },
  },
  {
    code: 'eligibility',
    decision: 'ask',
    words: {
      cs: 'Doložte prosím oprávnění k poskytování zdravotních služeb nebo akreditaci pracoviště.',
      en: 'Please show the licence to provide health care, or the accreditation of your institution.',
      sk: 'Doložte, prosím, oprávnenie na poskytovanie zdravotných služieb alebo akreditáciu pracoviska.',
    },
  },
  {
    code: 'duplicate',
    decision: 'refuse',
    words: {
      cs: 'Vaše zařízení už zapojeno je. O přístup požádejte jeho zástupce, najdete jej v adresáři.',
      en: 'Your institution takes part already. Ask its representative, named in the directory, for access.',
      sk: 'Vaše zariadenie je už zapojené. O prístup požiadajte jeho zástupcu, nájdete ho v adresári.',
    },
  },
  {
    code: 'not-eligible',
    decision: 'refuse',
    words: {
      cs: 'Síť je určena poskytovatelům zdravotních služeb a akreditovaným vědeckým a výukovým pracovištím.',
      en: 'The network is for health care providers and for accredited scientific and teaching bodies.',
      sk: 'Sieť je určená poskytovateľom zdravotných služieb a akreditovaným vedeckým a výučbovým pracoviskám.',
    },
  },
]
