/** What the centre's mails say in Czech, unless operators word them otherwise. */
import type { MailLanguage } from './mail-language.ts'

export const CZECH: MailLanguage = {
  footer: (portal) => `Zprávu poslal ePACS, ${portal}. Údaje o pacientech e-mailem neposíláme.`,
  trial: '[Zkouška]',
  urgencies: { urgent: 'Naléhavé', stat: 'Statim' },
  samples: {
    urgency: 'Naléhavé',
    neededBy: '2. března 2026 v 8:15 SEČ',
    institution: 'Nemocnice Vzorov',
    at: '1. března 2026 v 8:15 SEČ',
    sender: 'Poliklinika Ukázkov',
    asking: 'Poliklinika Ukázkov',
    invitedBy: 'MUDr. Jana Vzorná',
    senders: '2× Poliklinika Ukázkov\n1× Nemocnice Příkladov',
    words: 'Toto jsou slova, která napíše provozovatel.\nMohou mít více řádků.',
  },
  wordings: {
    'registration-confirm': {
      subject: 'Potvrďte žádost o zapojení do sítě ePACS',
      text: `Dobrý den,

přijali jsme žádost o zapojení zařízení „{institution}“ do sítě ePACS. Potvrďte prosím, že tato adresa je vaše:

Potvrdit a sledovat žádost: {link}

Odkaz platí {hours} hodin a je jen pro vás. Dokud žádost nepotvrdíte, nikdo se jí nezabývá. Pokud jste o nic nežádali, zprávu smažte.`,
    },
    'registration-received': {
      subject: 'Žádost o zapojení jsme přijali',
      text: `Dobrý den,

žádost o zapojení zařízení „{institution}“ čeká na posouzení. Jak se vyvíjí, uvidíte zde:

Sledovat žádost: {link}

Odkaz je jen pro vás; kdo jej má, může za vás odpovídat.`,
    },
    'registration-question': {
      subject: 'K žádosti o zapojení potřebujeme doplnění',
      text: `Dobrý den,

k žádosti o zapojení zařízení „{institution}“ potřebujeme vědět více:

{words}

Odpovědět: {link}`,
    },
    'registration-refused': {
      subject: 'Žádost o zapojení nebyla schválena',
      text: `Dobrý den,

žádost o zapojení zařízení „{institution}“ jsme neschválili. Důvod:

{words}

Zobrazit žádost: {link}`,
    },
    'registration-approved': {
      subject: 'Vítejte v síti ePACS',
      text: `Dobrý den,

zařízení „{institution}“ je zapojeno do sítě ePACS.

{words}

Prvním přihlášením, osobním certifikátem nebo přes JTP, se stanete zástupcem zařízení. Kolegy pak pozvete sami.

Přihlásit se poprvé: {link}

Odkaz je jen pro vás, lze jej použít jednou a platí {days} dní.

Kód, kterým se zapojí komunikační uzel (jednou): {enrolmentCode}`,
    },
    'registration-waits': {
      subject: 'Nová žádost o zapojení',
      text: `Žádost o zapojení zařízení „{institution}“ čeká na vás.

Otevřít žádost: {link}`,
    },
    'registration-answered': {
      subject: 'Žadatel odpověděl',
      text: `Žádost o zapojení zařízení „{institution}“ čeká na vás.

Otevřít žádost: {link}`,
    },
    invitation: {
      subject: 'Pozvánka do ePACS: {institution}',
      text: `Dobrý den,

{invitedBy} vás zve do obrazové schránky zařízení „{institution}“ v síti ePACS.

Přijmout pozvání: {link}

Přihlásíte se osobním certifikátem nebo přes JTP; tím se vám přístup přiřadí. Odkaz je jen pro vás, lze jej použít jednou a platí {days} dní.`,
    },
    'message-arrived': {
      subject: 'Došly snímky od: {sender}',
      text: `Dobrý den,

zařízení „{sender}“ poslalo do obrazové schránky „{institution}“ snímky.

Otevřít zprávu: {link}

Čeho se zpráva týká, ukáže jen portál po přihlášení. O kterých zprávách vám máme psát, nastavíte v portálu v části Moje nastavení.`,
    },
    'urgent-message-arrived': {
      subject: 'Spěchá: Došly snímky od: {sender}',
      text: `Dobrý den,

zařízení „{sender}“ poslalo do obrazové schránky „{institution}“ snímky, které spěchají.

Otevřít zprávu: {link}

Čeho se zpráva týká, ukáže jen portál po přihlášení. O kterých zprávách vám máme psát, nastavíte v portálu v části Moje nastavení.`,
    },
    'images-requested': {
      subject: '{asking} žádá o snímky',
      text: `Dobrý den,

zařízení „{asking}“ žádá zařízení „{institution}“ o snímky.

Otevřít žádost: {link}

O které snímky, koho a proč se žádá, řekne až portál po přihlášení.`,
    },
    'urgent-images-requested': {
      subject: '{urgency}: {asking} žádá o snímky',
      text: `Dobrý den,

zařízení „{asking}“ žádá zařízení „{institution}“ o snímky. Žádost je označena „{urgency}“, snímky jsou potřeba do {neededBy}.

Otevřít žádost: {link}

O které snímky, koho a proč se žádá, řekne až portál po přihlášení.`,
    },
    'images-request-overdue': {
      subject: 'Připomínka: {asking} čeká na snímky',
      text: `Dobrý den,

zařízení „{asking}“ požádalo zařízení „{institution}“ o snímky a doba, dokdy jsou potřeba, už uplynula.

Otevřít žádost: {link}

Snímky prosím pošlete, nebo žádost odmítněte s důvodem. Jinak napíšeme kontaktním osobám zařízení „{institution}“ z adresáře.`,
    },
    'urgent-images-request-overdue': {
      subject: '{urgency}, připomínka: {asking} čeká na snímky',
      text: `Dobrý den,

zařízení „{asking}“ požádalo zařízení „{institution}“ o snímky. Žádost je označena „{urgency}“, snímky byly potřeba do {neededBy}.

Otevřít žádost: {link}

Snímky prosím hned pošlete, nebo žádost odmítněte s důvodem. Jinak napíšeme kontaktním osobám zařízení „{institution}“ z adresáře.`,
    },
    'images-request-escalated': {
      subject: '{asking} marně čeká na snímky',
      text: `Dobrý den,

jste kontaktní osobou zařízení „{institution}“ v adresáři ePACS. O snímky ho žádá zařízení „{asking}“, doba, dokdy jsou potřeba, už uplynula a na připomínku nikdo neodpověděl.

Otevřít žádost: {link}

Zařiďte prosím, aby někdo, kdo se může přihlásit, snímky poslal, nebo žádost odmítl s důvodem.`,
    },
    'urgent-images-request-escalated': {
      subject: '{urgency}: {asking} marně čeká na snímky',
      text: `Dobrý den,

jste kontaktní osobou zařízení „{institution}“ v adresáři ePACS. O snímky ho žádá zařízení „{asking}“. Žádost je označena „{urgency}“, snímky byly potřeba do {neededBy} a na připomínku nikdo neodpověděl.

Otevřít žádost: {link}

Zařiďte prosím hned, aby někdo, kdo se může přihlásit, snímky poslal, nebo žádost odmítl s důvodem.`,
    },
    'images-request-refused': {
      subject: '{institution}: žádost o snímky odmítnuta',
      text: `Dobrý den,

zařízení „{institution}“ odmítlo žádost o snímky, kterou podalo zařízení „{asking}“.

Zobrazit důvod: {link}

Důvod řekne až portál po přihlášení.`,
    },
    'urgent-images-request-refused': {
      subject: '{urgency}: {institution} odmítlo žádost o snímky',
      text: `Dobrý den,

zařízení „{institution}“ odmítlo žádost o snímky, kterou podalo zařízení „{asking}“. Žádost je označena „{urgency}“, snímky jsou potřeba do {neededBy}.

Zobrazit důvod: {link}

Důvod řekne až portál po přihlášení.`,
    },
    'daily-arrivals': {
      subject: 'Co došlo do schránky: {institution}',
      text: `Dobrý den,

do obrazové schránky „{institution}“ za poslední den došly zprávy:

{senders}

Otevřít schránku: {link}

Čeho se zprávy týkají, ukáže jen portál po přihlášení. O čem a kdy vám máme psát, nastavíte v portálu v části Moje nastavení.`,
    },
    'message-failed': {
      subject: 'Zprávu se nepodařilo doručit',
      text: `Dobrý den,

zprávu, kterou odeslalo zařízení „{institution}“, se nepodařilo doručit. Proč, a co s tím, řekne portál:

Otevřít zprávu: {link}

O čem vám máme psát, nastavíte v portálu v části Moje nastavení.`,
    },
    'message-received': {
      subject: 'Zprávu převzali: {institution}',
      text: `Dobrý den,

zařízení „{institution}“ převzalo zprávu, kterou jste odeslali.

Otevřít zprávu: {link}

O čem vám máme psát, nastavíte v portálu v části Moje nastavení.`,
    },
    'mailbox-filling': {
      subject: 'Schránka je z {percent} % plná: {institution}',
      text: `Dobrý den,

obrazová schránka „{institution}“ je z {percent} % plná. Až bude plná celá, nikdo do ní nic neodešle. Smažte data zpráv, která už máte u sebe.

Otevřít schránku: {link}`,
    },
    'certificate-ending': {
      subject: 'Váš certifikát brzy skončí',
      text: `Dobrý den,

váš osobní certifikát, kterým se přihlašujete do ePACS, brzy skončí. Zbývá dní: {days}. Obnovte jej u své certifikační autority a přihlaste se novým dřív, než starý skončí: portál vás povede.

Přihlásit se: {link}`,
    },
    'webhook-paused': {
      subject: 'Webhook je pozastaven: {institution}',
      text: `Dobrý den,

webhook zařízení „{institution}“ na adrese {host} je pozastaven: jeho server tři dny nepřijal, o čem ho ePACS volal, nebo odpověděl, že adresa už neexistuje. O nových zprávách se nedozví nic, dokud ho znovu nespustíte. Důvod najdete u něj v portálu.

Otevřít webhooky: {link}`,
    },
    'data-expires': {
      subject: 'Snímky ve schránce budou smazány',
      text: `Dobrý den,

snímky ve schránce zařízení „{institution}“ dosáhly doby, po kterou je centrum uchovává, a budou smazány. Zbývá dní: {days}, případně o jeden víc. Počet zpráv: {messages}. Stáhněte si, co ještě potřebujete. Záznam o zprávách zůstane.

Otevřít schránku: {link}`,
    },
    'package-damaged': {
      subject: 'Uložený balíček je poškozený',
      text: `Dobrý den,

centrum znovu přečetlo uložený balíček a ten není takový, jaký byl zapsán. Patří ke zprávě {message}.

Podívat se na stav centra: {link}

Zkontrolujte disk a vraťte balíček ze zálohy (epacs restore). Čeho dalšího se to týká, řekne epacs fsck.`,
    },
    'node-silent': {
      subject: 'Komunikační uzel se neozývá: {institution}',
      text: `Dobrý den,

komunikační uzel zařízení „{institution}“ ({node}) se centru neozývá. Naposledy se ozval {at}.

Dokud se neozve, snímky jím neprocházejí: co do zařízení přijde, čeká v obrazové schránce a dá se otevřít v portálu; co odešle PACS, čeká v uzlu.

Podívat se na stav uzlu: {link}

Ověřte, že počítač uzlu běží, že na něm běží program (epacs node status) a že se dostane na internet. Co je v nepořádku, řekne na tomto počítači epacs node doctor. Napíšeme, až se uzel ozve.`,
    },
    'node-back': {
      subject: 'Komunikační uzel se zase ozývá: {institution}',
      text: `Dobrý den,

komunikační uzel zařízení „{institution}“ ({node}) se centru zase ozývá, naposledy {at}. Co čekalo, je na cestě.

Podívat se na stav uzlu: {link}`,
    },
    'node-certificate-ends': {
      subject: 'Komunikačnímu uzlu končí certifikát: {institution}',
      text: `Dobrý den,

certifikát komunikačního uzlu zařízení „{institution}“ ({node}) platí do {at}. Uzel si ho obnovuje sám, ale tentokrát se to nestalo. Až certifikát skončí, centrum uzel nepustí dál a je třeba ho znovu zapojit kódem.

Podívat se na stav uzlu: {link}

Ověřte, že uzel běží a do centra se dostane: na jeho počítači to řekne epacs node doctor.`,
    },
  },
}
