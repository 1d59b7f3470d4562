/* What a page does while another page shows it in a frame: it says how high it is, and lets links lead out. On a page of
   its own it does nothing. */
const gradewrightFrame = (function () {
  'use strict';
  const framed = window.parent !== window;
  const root = document.documentElement;

  // Nothing of this is about anybody, so any page may hear it.
  const tell = (what) => framed && window.parent.postMessage({ gradewright: what }, '*');

  // Where a person took the grader: the page around the frame, as it was handed down or as the browser tells.
  function page() {
    const given = framed && (new URLSearchParams(location.search).get('page') || document.referrer);
    try {
      const { protocol, origin, pathname } = new URL(given);
      if (/^https?:$/.test(protocol)) return origin + pathname;
    } catch (_) { /* no address */ }
    return location.origin + location.pathname;
  }

  // The address of a page that is to open in this frame: without masthead and foot from its first moment.
  function inside(address) {
    const url = new URL(address, location.href);
    if (framed) url.hash = 'embed';
    return url.href;
  }

  if (framed) {
    root.classList.add('framed');
    const measure = () => tell({ height: root.getBoundingClientRect().height, title: document.title });
    new ResizeObserver(measure).observe(root);
    // A frame that is out of sight is not laid out by itself: the observer would be heard when it is scrolled to.
    addEventListener('DOMContentLoaded', measure);
    addEventListener('load', measure);
    addEventListener(
      'click',
      (event) => {
        const link = event.target.closest && event.target.closest('a[href]');
        if (!link || link.target || !/^http/.test(link.protocol)) return;
        const own = link.origin === location.origin;
        if (own && link.hash && link.pathname === location.pathname) return;
        // The report stays, unless it lives elsewhere: its height would be nobody's business there.
        if (own && link.matches('[data-link], [data-inside]')) link.href = inside(link.href);
        else link.target = '_top';
      },
      true,
    );
  }
  return { page, inside, top: () => tell({ top: true }) };
})();
