/** What the centre's mails say in Slovak, unless operators word them otherwise. */
import type { MailLanguage } from './mail-language.ts'

export const SLOVAK: MailLanguage = {
  footer: (portal) => `Správu poslal ePACS, ${portal}. Údaje o pacientoch e-mailom neposielame.`,
  trial: '[Skúška]',
  urgencies: { urgent: 'Naliehavé', stat: 'Statim' },
  samples: {
    urgency: 'Naliehavé',
    neededBy: '2. marca 2026 o 8:15 SEČ',
    institution: 'Nemocnica Vzorov',
    at: '1. marca 2026 o 8:15 SEČ',
    sender: 'Poliklinika Ukážkov',
    asking: 'Poliklinika Ukážkov',
    invitedBy: 'MUDr. Jana Vzorná',
    senders: '2× Poliklinika Ukážkov\n1× Nemocnica Príkladov',
    words: 'Toto sú slová, ktoré napíše prevádzkovateľ.\nMôžu mať viac riadkov.',
  },
  wordings: {
    'registration-confirm': {
      subject: 'Potvrďte žiadosť o zapojenie do siete ePACS',
      text: `Dobrý deň,

prijali sme žiadosť o zapojenie zariadenia „{institution}“ do siete ePACS. Potvrďte, prosím, že táto adresa je vaša:

Potvrdiť a sledovať žiadosť: {link}

Odkaz platí {hours} hodín a je iba pre vás. Kým žiadosť nepotvrdíte, nikto sa ňou nezaoberá. Ak ste o nič nežiadali, správu vymažte.`,
    },
    'registration-received': {
      subject: 'Žiadosť o zapojenie sme prijali',
      text: `Dobrý deň,

žiadosť o zapojenie zariadenia „{institution}“ čaká na posúdenie. Ako sa vyvíja, uvidíte tu:

Sledovať žiadosť: {link}

Odkaz je iba pre vás; kto ho má, môže za vás odpovedať.`,
    },
    'registration-question': {
      subject: 'K žiadosti o zapojenie potrebujeme doplnenie',
      text: `Dobrý deň,

k žiadosti o zapojenie zariadenia „{institution}“ potrebujeme vedieť viac:

{words}

Odpovedať: {link}`,
    },
    'registration-refused': {
      subject: 'Žiadosť o zapojenie nebola schválená',
      text: `Dobrý deň,

žiadosť o zapojenie zariadenia „{institution}“ sme neschválili. Dôvod:

{words}

Zobraziť žiadosť: {link}`,
    },
    'registration-approved': {
      subject: 'Vitajte v sieti ePACS',
      text: `Dobrý deň,

zariadenie „{institution}“ je zapojené do siete ePACS.

{words}

Prvým prihlásením, osobným certifikátom alebo cez JTP, sa stanete zástupcom zariadenia. Kolegov potom pozvete sami.

Prihlásiť sa prvýkrát: {link}

Odkaz je iba pre vás, možno ho použiť raz a platí {days} dní.

Kód, ktorým sa zapojí komunikačný uzol (raz): {enrolmentCode}`,
    },
    'registration-waits': {
      subject: 'Nová žiadosť o zapojenie',
      text: `Žiadosť o zapojenie zariadenia „{institution}“ čaká na vás.

Otvoriť žiadosť: {link}`,
    },
    'registration-answered': {
      subject: 'Žiadateľ odpovedal',
      text: `Žiadosť o zapojenie zariadenia „{institution}“ čaká na vás.

Otvoriť žiadosť: {link}`,
    },
    invitation: {
      subject: 'Pozvánka do ePACS: {institution}',
      text: `Dobrý deň,

{invitedBy} vás pozýva do obrazovej schránky zariadenia „{institution}“ v sieti ePACS.

Prijať pozvanie: {link}

Prihlásite sa osobným certifikátom alebo cez JTP; tým sa vám prístup priradí. Odkaz je iba pre vás, možno ho použiť raz a platí {days} dní.`,
    },
    'message-arrived': {
      subject: 'Došli snímky od: {sender}',
      text: `Dobrý deň,

zariadenie „{sender}“ poslalo do obrazovej schránky „{institution}“ snímky.

Otvoriť správu: {link}

Čoho sa správa týka, ukáže iba portál po prihlásení. O ktorých správach vám máme písať, nastavíte na portáli v časti Moje nastavenia.`,
    },
    'urgent-message-arrived': {
      subject: 'Naliehavé: Došli snímky od: {sender}',
      text: `Dobrý deň,

zariadenie „{sender}“ poslalo do obrazovej schránky „{institution}“ naliehavé snímky.

Otvoriť správu: {link}

Čoho sa správa týka, ukáže iba portál po prihlásení. O ktorých správach vám máme písať, nastavíte na portáli v časti Moje nastavenia.`,
    },
    'images-requested': {
      subject: '{asking} žiada o snímky',
      text: `Dobrý deň,

zariadenie „{asking}“ žiada zariadenie „{institution}“ o snímky.

Otvoriť žiadosť: {link}

O ktoré snímky, koho a prečo sa žiada, povie až portál po prihlásení.`,
    },
    'urgent-images-requested': {
      subject: '{urgency}: {asking} žiada o snímky',
      text: `Dobrý deň,

zariadenie „{asking}“ žiada zariadenie „{institution}“ o snímky. Žiadosť je označená „{urgency}“, snímky sú potrebné do {neededBy}.

Otvoriť žiadosť: {link}

O ktoré snímky, koho a prečo sa žiada, povie až portál po prihlásení.`,
    },
    'images-request-overdue': {
      subject: 'Pripomienka: {asking} čaká na snímky',
      text: `Dobrý deň,

zariadenie „{asking}“ požiadalo zariadenie „{institution}“ o snímky a čas, dokedy sú potrebné, už uplynul.

Otvoriť žiadosť: {link}

Snímky, prosím, pošlite alebo žiadosť odmietnite s dôvodom. Inak napíšeme kontaktným osobám zariadenia „{institution}“ z adresára.`,
    },
    'urgent-images-request-overdue': {
      subject: '{urgency}, pripomienka: {asking} čaká na snímky',
      text: `Dobrý deň,

zariadenie „{asking}“ požiadalo zariadenie „{institution}“ o snímky. Žiadosť je označená „{urgency}“, snímky boli potrebné do {neededBy}.

Otvoriť žiadosť: {link}

Snímky, prosím, hneď pošlite alebo žiadosť odmietnite s dôvodom. Inak napíšeme kontaktným osobám zariadenia „{institution}“ z adresára.`,
    },
    'images-request-escalated': {
      subject: '{asking} márne čaká na snímky',
      text: `Dobrý deň,

ste kontaktnou osobou zariadenia „{institution}“ v adresári ePACS. O snímky ho žiada zariadenie „{asking}“, čas, dokedy sú potrebné, už uplynul a na pripomienku nikto neodpovedal.

Otvoriť žiadosť: {link}

Zariaďte, prosím, aby niekto, kto sa môže prihlásiť, snímky poslal alebo žiadosť odmietol s dôvodom.`,
    },
    'urgent-images-request-escalated': {
      subject: '{urgency}: {asking} márne čaká na snímky',
      text: `Dobrý deň,

ste kontaktnou osobou zariadenia „{institution}“ v adresári ePACS. O snímky ho žiada zariadenie „{asking}“. Žiadosť je označená „{urgency}“, snímky boli potrebné do {neededBy} a na pripomienku nikto neodpovedal.

Otvoriť žiadosť: {link}

Zariaďte, prosím, hneď, aby niekto, kto sa môže prihlásiť, snímky poslal alebo žiadosť odmietol s dôvodom.`,
    },
    'images-request-refused': {
      subject: '{institution}: žiadosť o snímky odmietnutá',
      text: `Dobrý deň,

zariadenie „{institution}“ odmietlo žiadosť o snímky, ktorú podalo zariadenie „{asking}“.

Zobraziť dôvod: {link}

Dôvod povie až portál po prihlásení.`,
    },
    'urgent-images-request-refused': {
      subject: '{urgency}: {institution} odmietlo žiadosť o snímky',
      text: `Dobrý deň,

zariadenie „{institution}“ odmietlo žiadosť o snímky, ktorú podalo zariadenie „{asking}“. Žiadosť je označená „{urgency}“, snímky sú potrebné do {neededBy}.

Zobraziť dôvod: {link}

Dôvod povie až portál po prihlásení.`,
    },
    'daily-arrivals': {
      subject: 'Čo došlo do schránky: {institution}',
      text: `Dobrý deň,

do obrazovej schránky „{institution}“ za posledný deň došli správy:

{senders}

Otvoriť schránku: {link}

Čoho sa správy týkajú, ukáže iba portál po prihlásení. O čom a kedy vám máme písať, nastavíte na portáli v časti Moje nastavenia.`,
    },
    'message-failed': {
      subject: 'Správu sa nepodarilo doručiť',
      text: `Dobrý deň,

správu, ktorú odoslalo zariadenie „{institution}“, sa nepodarilo doručiť. Prečo, a čo s tým, povie portál:

Otvoriť správu: {link}

O čom vám máme písať, nastavíte na portáli v časti Moje nastavenia.`,
    },
    'message-received': {
      subject: 'Správu prevzali: {institution}',
      text: `Dobrý deň,

zariadenie „{institution}“ prevzalo správu, ktorú ste odoslali.

Otvoriť správu: {link}

O čom vám máme písať, nastavíte na portáli v časti Moje nastavenia.`,
    },
    'mailbox-filling': {
      subject: 'Schránka je na {percent} % plná: {institution}',
      text: `Dobrý deň,

obrazová schránka „{institution}“ je na {percent} % plná. Keď bude plná celá, nikto do nej nič neodošle. Vymažte údaje správ, ktoré už máte u seba.

Otvoriť schránku: {link}`,
    },
    'certificate-ending': {
      subject: 'Váš certifikát sa čoskoro skončí',
      text: `Dobrý deň,

váš osobný certifikát, ktorým sa prihlasujete do ePACS, sa čoskoro skončí. Zostáva dní: {days}. Obnovte ho u svojej certifikačnej autority a prihláste sa novým skôr, než sa starý skončí: portál vás povedie.

Prihlásiť sa: {link}`,
    },
    'webhook-paused': {
      subject: 'Webhook je pozastavený: {institution}',
      text: `Dobrý deň,

webhook zariadenia „{institution}“ na adrese {host} je pozastavený: jeho server tri dni neprijal, o čom ho ePACS volal, alebo odpovedal, že adresa už neexistuje. O nových správach sa nedozvie nič, kým ho znova nespustíte. Dôvod nájdete pri ňom na portáli.

Otvoriť webhooky: {link}`,
    },
    'data-expires': {
      subject: 'Snímky v schránke budú vymazané',
      text: `Dobrý deň,

snímky v schránke zariadenia „{institution}“ dosiahli čas, počas ktorého ich centrum uchováva, a budú vymazané. Zostáva dní: {days}, prípadne o jeden viac. Počet správ: {messages}. Stiahnite si, čo ešte potrebujete. Záznam o správach zostane.

Otvoriť schránku: {link}`,
    },
    'package-damaged': {
      subject: 'Uložený balík je poškodený',
      text: `Dobrý deň,

centrum znova prečítalo uložený balík a ten nie je taký, aký bol zapísaný. Patrí k správe {message}.

Pozrieť sa na stav centra: {link}

Skontrolujte disk a vráťte balík zo zálohy (epacs restore). Čoho ďalšieho sa to týka, povie epacs fsck.`,
    },
    'node-silent': {
      subject: 'Komunikačný uzol sa neozýva: {institution}',
      text: `Dobrý deň,

komunikačný uzol zariadenia „{institution}“ ({node}) sa centru neozýva. Naposledy sa ozval {at}.

Kým sa neozve, snímky ním neprechádzajú: čo do zariadenia príde, čaká v obrazovej schránke a dá sa otvoriť na portáli; čo odošle PACS, čaká v uzle.

Pozrieť sa na stav uzla: {link}

Overte, že počítač uzla beží, že na ňom beží program (epacs node status) a že sa dostane na internet. Čo je v neporiadku, povie na tomto počítači epacs node doctor. Napíšeme, keď sa uzol ozve.`,
    },
    'node-back': {
      subject: 'Komunikačný uzol sa opäť ozýva: {institution}',
      text: `Dobrý deň,

komunikačný uzol zariadenia „{institution}“ ({node}) sa centru opäť ozýva, naposledy {at}. Čo čakalo, je na ceste.

Pozrieť sa na stav uzla: {link}`,
    },
    'node-certificate-ends': {
      subject: 'Komunikačnému uzlu sa končí certifikát: {institution}',
      text: `Dobrý deň,

certifikát komunikačného uzla zariadenia „{institution}“ ({node}) platí do {at}. Uzol si ho obnovuje sám, ale tentoraz sa to nestalo. Keď sa certifikát skončí, centrum uzol nepustí ďalej a treba ho znova zapojiť kódom.

Pozrieť sa na stav uzla: {link}

Overte, že uzol beží a do centra sa dostane: na jeho počítači to povie epacs node doctor.`,
    },
  },
}
