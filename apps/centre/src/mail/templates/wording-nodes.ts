/** What mails about communication nodes say, in both languages, unless operators word them otherwise. */
import type { Language } from '@epacs/exchange'
import type { Placeholder, Placeholders, Wording } from './wording.ts'

const line: Placeholder = { kind: 'line', isObligatory: false, mayBeEmpty: false }
const link: Placeholder = { kind: 'link', isObligatory: true, mayBeEmpty: false }

export const NODE_WORDING_NAMES = ['node-silent', 'node-back', 'node-certificate-ends'] as const
type NodeWordingName = (typeof NODE_WORDING_NAMES)[number]

/** All three alike, to whoever looks after it: the institution's representatives and the operator. */
export interface AboutNode {
  /** Name of the institution. */
  readonly institution: string
  /** Its id: an institution may have several. */
  readonly node: string
  /** When it was heard last, or when its certificate ends, as the reader writes it. */
  readonly at: string
  /** The page that shows its state. */
  readonly link: string
}

export const NODE_PLACEHOLDERS: Placeholders = { institution: line, node: line, at: line, link }

export const NODE_WORDINGS: Readonly<Record<Language, Readonly<Record<NodeWordingName, Wording>>>> = {
  cs: {
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
  en: {
    'node-silent': {
      subject: 'Communication node is silent: {institution}',
      text: `Hello,

the communication node of “{institution}” ({node}) does not call the centre. It was last heard on {at}.

Until it calls, no images go through it: what arrives for the institution waits in the image mailbox, and can be opened in the portal; what the PACS sends waits in the node.

See how the node is doing: {link}

Make sure that the node's machine is on, that the program runs on it (epacs node status), and that it reaches the internet. What is wrong is told by epacs node doctor on that machine. You will be written to when the node is heard again.`,
    },
    'node-back': {
      subject: 'Communication node is back: {institution}',
      text: `Hello,

the communication node of “{institution}” ({node}) calls the centre again, last on {at}. What has waited is on its way.

See how the node is doing: {link}`,
    },
    'node-certificate-ends': {
      subject: 'Certificate of a communication node ends: {institution}',
      text: `Hello,

the certificate of the communication node of “{institution}” ({node}) serves until {at}. The node renews it by itself, and this time it has not. When it has ended, the centre does not let the node in, which then must be enrolled anew with a code.

See how the node is doing: {link}

Make sure that the node runs and reaches the centre: epacs node doctor on its machine tells.`,
    },
  },
}
