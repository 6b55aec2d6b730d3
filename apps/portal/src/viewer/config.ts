/** OHIF's configuration: one message over its DICOMweb addresses, with the session that the browser has. */
import type { Notice } from './notice.ts'

/** By HTTP/1.1 a browser opens six connections; more waiting requests would only stand before what is looked at. */
const REQUESTS = { interaction: 100, thumbnail: 5, prefetch: 10 }

export function viewerConfig(messageId: string, notice: Notice) {
  const root = `${location.origin}/dicomweb/messages/${messageId}`
  return {
    routerBasename: `/viewer/${messageId}`,
    extensions: [],
    modes: [],
    showStudyList: false,
    // The notice above says it, and stays.
    investigationalUseDialog: { option: 'never' },
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: false,
    showLoadingIndicator: true,
    showErrorDetails: 'production',
    // Asking about measurements that nobody wants to keep is in the way: they cannot be stored.
    disableConfirmationPrompts: true,
    measurementTrackingMode: 'none',
    // Its tour of eleven steps, in English alone, stands before the first picture and keeps the Tab key to itself.
    customizationService: { 'ohif.tours': { $set: [] } },
    useCPURendering: isDrawnBySoftware(),
    maxNumberOfWebWorkers: Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)),
    maxNumRequests: REQUESTS,
    defaultDataSourceName: 'message',
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'message',
        configuration: {
          friendlyName: 'ePACS',
          name: 'message',
          qidoRoot: root,
          wadoRoot: root,
          wadoUriRoot: root,
          qidoSupportsIncludeField: true,
          imageRendering: 'wadors',
          thumbnailRendering: 'thumbnailDirect',
          enableStudyLazyLoad: true,
          supportsFuzzyMatching: false,
          supportsWildcard: true,
          supportsReject: false,
          singlepart: 'bulkdata,video,pdf',
          bulkDataURI: { enabled: true, relativeResolution: 'studies' },
        },
      },
    ],
    httpErrorHandler: ({ status }: { status?: number }) => {
      if (status === 401) notice.tellSessionEnded()
    },
  }
}

/**
 * Without a graphics card the browser imitates one, more slowly than the viewer draws by itself, and wide 16-bit images
 * stay black (measured with SwiftShader and a CR of 1841 columns).
 */
function isDrawnBySoftware(): boolean {
  const context = document.createElement('canvas').getContext('webgl2')
  if (context === null) return true
  const told = context.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(context.getParameter(told?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER))
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return /swiftshader|llvmpipe|software|microsoft basic/i.test(renderer)
}
