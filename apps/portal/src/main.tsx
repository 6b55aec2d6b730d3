/** Starts the portal: texts first (nothing may flash in the wrong language), then the application. */
import './theme/styles.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/query-client.ts'
import { rememberOpening, watchSession } from './api/session.ts'
import { startI18n } from './i18n/i18n.ts'
import { router } from './routes/router.tsx'
import { theme } from './theme/theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const isPublicPage = root.querySelector('main') !== null
rememberOpening(isPublicPage)
watchSession(queryClient)
await startI18n()
// A heading that is there already stays until the whole page takes its place.
if (isPublicPage) await router.load()
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      forceColorScheme="light"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
