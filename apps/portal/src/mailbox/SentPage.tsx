/** Odeslané: what the institution has sent, and where it is. */

import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Box } from './Box.tsx'

const route = getRouteApi('/members/sent')

export function SentPage() {
  const { t } = useTranslation('mailbox')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Box
      box="sent"
      path="/sent"
      title={t('sent.title')}
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
