/** Builds the portal into `dist`: hashed files, nothing inlined, so that a strict Content-Security-Policy holds. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { imageViewer } from './build/image-viewer.ts'
import { mantineVariables } from './build/mantine-variables.ts'
import { precompress } from './build/precompress.ts'

export default defineConfig({
  plugins: [react(), mantineVariables(), imageViewer(), precompress()],
  // tus-js-client's default bundle entry is the one for Node; `browser` picks the right one.
  resolve: { mainFields: ['browser', 'module', 'main'] },
  build: {
    target: 'es2022',
    // Inlined assets would be `data:` URLs, which the policy forbids for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: 'index.html', viewer: 'viewer.html' },
      output: {
        codeSplitting: {
          // What every page needs comes as one file: small files pack worse, and it stays in caches when pages change.
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|i18next|react-i18next)\//,
            },
          ],
        },
      },
    },
  },
})
