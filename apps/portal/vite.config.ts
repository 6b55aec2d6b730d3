/** Builds the portal into `dist`: hashed files, nothing inlined, so that a strict Content-Security-Policy holds. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { codecsAlone } from './build/codecs-alone.ts'
import { firstPaint } from './build/first-paint.ts'
import { imageViewer } from './build/image-viewer.ts'
import { mantineVariables } from './build/mantine-variables.ts'
import { precompress } from './build/precompress.ts'

/** Not what the viewer's page shares, which has nothing else of the portal. */
const SHARED = /^(?!.*languages\.ts$)/

/** Small parts of ours that the frame around every page needs as well. */
const COMMON =
  /src\/(routes\/(search|staff-search)|registration\/secret|format\/(sizes|capitalised)|api\/(messages|recipients|status|waiting-count|types))\.ts$|tanstack.*(Match|useRouterState)\.|get-contrast-color/

/** What a page that is searched by words needs to type in. */
const SEARCHING =
  /core\/(esm|cjs)\/components\/(Input|InputBase|TextInput)\/|(use-typed-filter|SearchField|highlighted|finding)\.tsx?$|useLocation/

/** Of pages with longer texts. */
const PROSE = /layout\/(Prose(\.module)?|marked)\.(tsx?|css)$/

export default defineConfig({
  plugins: [react(), firstPaint(), mantineVariables(), imageViewer(), precompress()],
  // tus-js-client's default bundle entry is the one for Node; `browser` picks the right one.
  resolve: { mainFields: ['browser', 'module', 'main'] },
  // A file of its own, as the policy asks; as a module it can be split like the rest.
  worker: { format: 'es', plugins: () => [codecsAlone()] },
  build: {
    target: 'es2022',
    rolldownOptions: {
      input: { index: 'index.html', viewer: 'viewer.html' },
      // What nearly every page needs is one file: packed together it is 6 kB smaller than in thirty.
      output: {
        // Every page names some two hundred scripts: seven characters (42 bits) tell a file from its earlier self, too.
        entryFileNames: 'assets/[name]-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        codeSplitting: {
          groups: [
            { name: 'shared', test: SHARED, minShareCount: 35 },
            { name: 'common', test: COMMON, minShareCount: 2 },
            { name: 'searching', test: SEARCHING, minShareCount: 2 },
            { name: 'prose', test: PROSE, minShareCount: 2 },
          ],
        },
      },
    },
    // Inlined assets would be `data:` URLs, which the policy forbids for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
