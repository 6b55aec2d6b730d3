/** Why a mail did not leave, in words. */
import { useTranslation } from 'react-i18next'

/** Servers' codes are told as they are: whoever runs a mail server knows them. */
export function useMailReason(): (code: string) => string {
  const { t, i18n } = useTranslation('operator')
  return (code) => {
    const smtp = /^smtp-(\d{3})$/.exec(code)?.[1]
    if (smtp !== undefined) {
      return t(smtp.startsWith('5') ? 'mail.problem.smtp5' : 'mail.problem.smtp4', { code: smtp })
    }
    return t(i18n.exists(`operator:mail.problem.${code}`) ? `mail.problem.${code}` : 'mail.problem.other', {
      code,
    })
  }
}
