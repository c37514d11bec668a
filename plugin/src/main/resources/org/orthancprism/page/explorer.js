// SPDX-License-Identifier: GPL-3.0-or-later
// Runs within classic Orthanc Explorer (jQuery Mobile): a button on each study and series that leads
// to the counterfactuals.
(function () {
  function offer(page, target) {
    $(page).live('pagebeforeshow', function () {
      var uuid = $.mobile.pageData && $.mobile.pageData.uuid;
      if (!uuid) {
        return;
      }
      $(page + ' .prism-button').remove();
      var link = $('<a>', { 'class': 'prism-button', href: '#' })
        .attr({ 'data-role': 'button', 'data-icon': 'search', 'data-theme': 'e' })
        .text('Counterfactuals (synthetic, not for diagnosis)');
      link.click(function (event) {
        event.preventDefault();
        target(uuid, function (study) {
          window.open('../prism/app/#/study/' + encodeURIComponent(study));
        });
      });
      link.insertBefore($(page + '-delete').parent());
      $(page).trigger('create');
    });
  }
  offer('#study', function (study, open) {
    open(study);
  });
  offer('#series', function (series, open) {
    $.getJSON('../series/' + series, function (answer) {
      open(answer.ParentStudy);
    });
  });
})();
