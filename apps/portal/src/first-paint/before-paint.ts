/** Runs in the page's head before anything is painted: which language, whether somebody may be signed in, what comes next. */
import { SIGNED_IN_MARK } from '../api/signed-in-mark.ts'
import { type Language, languages, STORAGE_KEY } from '../i18n/languages.ts'

/**
 * A script that stands inline; the centre allows it by its digest (Content-Security-Policy).
 * @param texts the program's files with a page's texts, by language
 */
export function beforePaint(texts: Readonly<Record<Language, readonly string[]>>): string {
  const others = languages.filter((language) => language !== 'cs')
  return `(function(d){
var l='cs';
try{
var k=localStorage.getItem(${JSON.stringify(STORAGE_KEY)});
if(${JSON.stringify(others)}.includes(k))d.lang=l=k;
if(localStorage.getItem(${JSON.stringify(SIGNED_IN_MARK)}))d.dataset.signedIn='';
}catch{}
(${JSON.stringify(texts)})[l].forEach(function(h){
var e=document.createElement('link');
e.rel='modulepreload';e.crossOrigin='';e.href=h;document.head.append(e)});
})(document.documentElement)`
}
