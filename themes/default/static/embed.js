/* Puts a grader into any page: <script src="https://HOST/embed.js" data-grader="NAME" async></script>
   It changes nothing else of that page, and sets attributes only: the page's policy may forbid styles. */
(function () {
  'use strict';
  var d = document;

  function put(script) {
    var data = script.dataset;
    var name = data.grader || data.questionnaire;
    if (!name || script.gradewright) return;
    script.gradewright = true;
    var url = new URL((data.grader ? 'graders/' : 'questionnaires/') + encodeURIComponent(name) + '/', script.src);
    url.searchParams.set('page', location.origin + location.pathname);
    new URLSearchParams(location.search).forEach(function (value, key) {
      if (/^utm_[a-z_]+$/.test(key)) url.searchParams.set(key, value);
    });
    url.hash = 'embed';
    var frame = d.createElement('iframe');
    var loads = 0;
    // A new step, or a new page in the frame, begins at its top.
    function begin() {
      if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    }
    addEventListener('message', function (event) {
      var told = event.source === frame.contentWindow && event.origin === url.origin && event.data && event.data.gradewright;
      if (!told) return;
      if (told.height > 0) frame.height = Math.ceil(told.height);
      if (told.title) frame.title = told.title;
      if (told.top) begin();
    });
    frame.onload = function () {
      if (loads++) begin();
    };
    frame.title = name;
    frame.width = '100%';
    frame.height = '600';
    frame.setAttribute('frameborder', '0');
    frame.src = url.href;
    script.parentNode.insertBefore(frame, script.nextSibling);
  }

  // Where a tool of the page runs this script in its own way, the tag is not the current one: then it is found by its name.
  var own = d.currentScript;
  var all = own && /\/embed\.js/.test(own.src) ? [own] : d.querySelectorAll('script[src*="/embed.js"]');
  for (var i = 0; i < all.length; i++) put(all[i]);
})();
