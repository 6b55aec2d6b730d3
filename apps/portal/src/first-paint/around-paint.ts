/**
 * The two scripts that stand inline in a page, before and after what is painted first; the centre allows them by their
 * digests (Content-Security-Policy).
 */
import { SIGNED_IN_MARK } from '../api/signed-in-mark.ts'
import { type Language, languages, STORAGE_KEY, wishedLanguage } from '../i18n/languages.ts'

/** A tab in the background paints nothing. */
const AT_MOST_MS = 300

/** In the head: which language is shown, and whether somebody may be signed in. */
export function beforePaint(): string {
  const others = languages.filter((language) => language !== 'cs')
  return `(function(html){
try{
var kept=localStorage.getItem(${JSON.stringify(STORAGE_KEY)});
if(${JSON.stringify(others)}.includes(kept))html.lang=kept;
else if(kept===null)html.lang=(${wishedLanguage})(navigator.languages);
if(localStorage.getItem(${JSON.stringify(SIGNED_IN_MARK)}))html.dataset.signedIn='';
}catch{}
})(document.documentElement)`
}

export interface Program {
  /** Its address. */
  readonly start: string
  /** What it is going to ask for: scripts and style sheets, and a page's texts. */
  readonly files: readonly string[]
  readonly texts: Readonly<Record<Language, readonly string[]>>
}

/**
 * At the end: the program is fetched once the page was painted, of which it would take half of the machine before, and so is
 * what style sheets ask for (`data-painted`). A frame that was made is not painted yet: the browser tells when it is.
 */
export function afterPaint({ start, files, texts }: Program): string {
  return `(function(){
var begun=false;
function add(name,attributes){document.head.append(Object.assign(document.createElement(name),attributes))}
function begin(){
if(begun)return;
begun=true;
document.documentElement.dataset.painted='';
add('script',{type:'module',crossOrigin:'',src:${JSON.stringify(start)}});
${JSON.stringify(files)}.concat((${JSON.stringify(texts)})[document.documentElement.lang]).forEach(function(href){
if(href.endsWith('.css'))add('link',{rel:'preload',as:'style',crossOrigin:'',href:href});
else add('link',{rel:'modulepreload',crossOrigin:'',href:href})
})
}
if((self.PerformanceObserver&&PerformanceObserver.supportedEntryTypes||[]).includes('paint'))new PerformanceObserver(begin).observe({type:'paint',buffered:true});
else requestAnimationFrame(function(){setTimeout(begin)});
setTimeout(begin,${AT_MOST_MS})
})()`
}
