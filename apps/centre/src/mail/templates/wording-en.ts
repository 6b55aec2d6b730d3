/** What the centre's mails say in English, unless operators word them otherwise. */
import type { Wording } from './wording.ts'
import type { WordingName } from './wording-names.ts'

export const WORDINGS_EN: Readonly<Record<WordingName, Wording>> = {
  'registration-confirm': {
    subject: 'Confirm the request to join ePACS',
    text: `Hello,

we received a request to let “{institution}” join the ePACS network. Please confirm that this address is yours:

Confirm and follow the request: {link}

The link is for you alone and works for {hours} hours. Nobody deals with the request until you confirm it. If you asked for nothing, delete this message.`,
  },
  'registration-received': {
    subject: 'We received your request to join',
    text: `Hello,

the request to let “{institution}” join is waiting for review. You can follow it here:

Follow the request: {link}

The link is for you alone: whoever has it can answer in your name.`,
  },
  'registration-question': {
    subject: 'Your request to join needs more information',
    text: `Hello,

we need to know more about the request to let “{institution}” join:

{words}

Answer: {link}`,
  },
  'registration-refused': {
    subject: 'Your request to join was refused',
    text: `Hello,

we refused the request to let “{institution}” join. The reason:

{words}

See the request: {link}`,
  },
  'registration-approved': {
    subject: 'Welcome to ePACS',
    text: `Hello,

“{institution}” is now part of the ePACS network.

{words}

With your first sign-in, by personal certificate or JTP, you become its representative. You then invite your colleagues yourself.

Sign in for the first time: {link}

The link is for you alone, can be used once, and works for {days} days.

Code that enrols the communication node (once): {enrolmentCode}`,
  },
  'registration-waits': {
    subject: 'New request to join',
    text: `The request to let “{institution}” join is waiting for you.

Open the request: {link}`,
  },
  'registration-answered': {
    subject: 'The applicant answered',
    text: `The request to let “{institution}” join is waiting for you.

Open the request: {link}`,
  },
  invitation: {
    subject: 'Invitation to ePACS: {institution}',
    text: `Hello,

{invitedBy} invites you to the image mailbox of “{institution}” in the ePACS network.

Accept the invitation: {link}

You sign in with your personal certificate or through JTP, which gives you access. The link is for you alone, can be used once, and works for {days} days.`,
  },
  'message-arrived': {
    subject: 'Images from {sender} have arrived',
    text: `Hello,

“{sender}” has sent images to the mailbox of “{institution}”.

Open the message: {link}

What it is about is told by the portal alone, after signing in. Which messages you are written to about is set in the portal under My settings.`,
  },
  'urgent-message-arrived': {
    subject: 'Urgent: Images from {sender} have arrived',
    text: `Hello,

“{sender}” has sent urgent images to the mailbox of “{institution}”.

Open the message: {link}

What it is about is told by the portal alone, after signing in. Which messages you are written to about is set in the portal under My settings.`,
  },
  'data-expires': {
    subject: 'Images in the mailbox will be deleted',
    text: `Hello,

images in the mailbox of “{institution}” have reached the time for which the centre keeps them. They are deleted in {days} days, or a day later; messages that it is about: {messages}. Download what you still need. The record of the messages stays.

Open the mailbox: {link}`,
  },
  'package-damaged': {
    subject: 'A stored package is damaged',
    text: `Hello,

the centre has read a stored package again, and it is not as it was written. It belongs to the message {message}.

See how the centre is doing: {link}

Look at the disk, and put the package back from a backup (epacs restore). epacs fsck says what else is affected.`,
  },
}
