/** What the centre's mails say in English, unless operators word them otherwise. */
import type { MailLanguage } from './mail-language.ts'

export const ENGLISH: MailLanguage = {
  footer: (portal) => `Sent by ePACS, ${portal}. We never send patient data by e-mail.`,
  trial: '[Trial]',
  urgencies: { urgent: 'Urgent', stat: 'Stat' },
  samples: {
    urgency: 'Urgent',
    neededBy: 'March 2, 2026 at 8:15 AM GMT+1',
    institution: 'Sample Hospital',
    at: 'March 1, 2026 at 8:15 AM GMT+1',
    sender: 'Example Clinic',
    asking: 'Example Clinic',
    invitedBy: 'Jane Sample, MD',
    senders: '2× Example Clinic\n1× Model Hospital',
    words: 'These are words that an operator writes.\nThey may have several lines.',
  },
  wordings: {
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
    'images-requested': {
      subject: '{asking} asks for images',
      text: `Hello,

“{asking}” asks “{institution}” for images.

Open the request: {link}

Which images, of whom and why is told by the portal alone, after signing in.`,
    },
    'urgent-images-requested': {
      subject: '{urgency}: {asking} asks for images',
      text: `Hello,

“{asking}” asks “{institution}” for images. The request is marked “{urgency}”, and the images are needed by {neededBy}.

Open the request: {link}

Which images, of whom and why is told by the portal alone, after signing in.`,
    },
    'images-request-overdue': {
      subject: 'Reminder: {asking} waits for images',
      text: `Hello,

“{asking}” asked “{institution}” for images, and the time by which they are needed has passed.

Open the request: {link}

Please send the images, or refuse the request with a reason. Otherwise the contacts of “{institution}” in the directory will be written to.`,
    },
    'urgent-images-request-overdue': {
      subject: '{urgency}, reminder: {asking} waits for images',
      text: `Hello,

“{asking}” asked “{institution}” for images. The request is marked “{urgency}”; the images were needed by {neededBy}.

Open the request: {link}

Please send the images now, or refuse the request with a reason. Otherwise the contacts of “{institution}” in the directory will be written to.`,
    },
    'images-request-escalated': {
      subject: '{asking} waits in vain for images',
      text: `Hello,

you are a contact of “{institution}” in the directory of ePACS. “{asking}” asked it for images, the time by which they are needed has passed, and a reminder was not answered.

Open the request: {link}

Please see to it that somebody who may sign in there sends the images, or refuses the request with a reason.`,
    },
    'urgent-images-request-escalated': {
      subject: '{urgency}: {asking} waits in vain for images',
      text: `Hello,

you are a contact of “{institution}” in the directory of ePACS. “{asking}” asked it for images. The request is marked “{urgency}”; the images were needed by {neededBy}, and a reminder was not answered.

Open the request: {link}

Please see to it at once that somebody who may sign in there sends the images, or refuses the request with a reason.`,
    },
    'images-request-refused': {
      subject: '{institution} refused a request for images',
      text: `Hello,

“{institution}” refused a request of “{asking}” for images.

See the reason: {link}

The reason is told by the portal alone, after signing in.`,
    },
    'urgent-images-request-refused': {
      subject: '{urgency}: {institution} refused a request for images',
      text: `Hello,

“{institution}” refused a request of “{asking}” for images. The request is marked “{urgency}”, and the images are needed by {neededBy}.

See the reason: {link}

The reason is told by the portal alone, after signing in.`,
    },
    'daily-arrivals': {
      subject: 'What arrived in the mailbox: {institution}',
      text: `Hello,

these messages arrived in the mailbox of “{institution}” during the last day:

{senders}

Open the mailbox: {link}

What they are about is told by the portal alone, after signing in. What you are written to about, and when, is set in the portal under My settings.`,
    },
    'message-failed': {
      subject: 'A message could not be delivered',
      text: `Hello,

a message that “{institution}” sent could not be delivered. Why, and what to do, is told by the portal:

Open the message: {link}

What you are written to about is set in the portal under My settings.`,
    },
    'message-received': {
      subject: 'Your message was taken over: {institution}',
      text: `Hello,

“{institution}” has taken over a message that you sent.

Open the message: {link}

What you are written to about is set in the portal under My settings.`,
    },
    'mailbox-filling': {
      subject: 'The mailbox is {percent} % full: {institution}',
      text: `Hello,

the mailbox of “{institution}” is {percent} % full. When it is full, nobody can send anything to it. Delete the data of messages that you have taken over.

Open the mailbox: {link}`,
    },
    'certificate-ending': {
      subject: 'Your certificate is about to end',
      text: `Hello,

the personal certificate with which you sign in to ePACS is about to end. Days left: {days}. Renew it at your authority, and sign in with the new one before the old one ends: the portal guides you.

Sign in: {link}`,
    },
    'webhook-paused': {
      subject: 'A webhook is paused: {institution}',
      text: `Hello,

a webhook of “{institution}” at {host} is paused: for three days its server has not taken what ePACS called it about, or it said that the address is gone. It learns nothing of new messages until you let it go on. The reason stands beside it in the portal.

Open the webhooks: {link}`,
    },
    'data-expires': {
      subject: 'Images in the mailbox will be deleted',
      text: `Hello,

images in the mailbox of “{institution}” have reached the time for which the centre keeps them, and will be deleted. Days until then: {days}, or one more. Number of messages: {messages}. Download what you still need. The record of the messages stays.

Open the mailbox: {link}`,
    },
    'package-damaged': {
      subject: 'A stored package is damaged',
      text: `Hello,

the centre has read a stored package again, and it is not as it was written. It belongs to the message {message}.

See how the centre is doing: {link}

Look at the disk, and put the package back from a backup (epacs restore). epacs fsck says what else is affected.`,
    },
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
