/** Schránka: what has come. */

import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Box } from './Box.tsx'

const route = getRouteApi('/members/mailbox')

export function MailboxPage() {
  const { t } = useTranslation('mailbox')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Box
      box="inbox"
      path="/mailbox"
      title={t('inbox.title')}
      search={search}
      onChange={(part, state) =>
        void navigate({
          search: (before) => ({ ...before, page: undefined, ...part }),
          state: state ?? true,
          replace: true,
          resetScroll: false,
        })
      }
    />
  )
}
