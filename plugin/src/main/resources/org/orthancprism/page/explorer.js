// SPDX-License-Identifier: GPL-3.0-or-later
// Runs within classic Orthanc Explorer (jQuery Mobile): a button on each study and series that leads
// to the counterfactuals.
(function () {
  function offer(page, target) {
    $(page).live('pagebeforeshow', function () {
      var uuid = $.mobile.pageData && $.mobile.pageData.uuid;
      if (!/^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/.test(uuid)) {
        return;
      }
      $(page + ' .prism-button').remove();
      var link = $('<a>', { href: '#' }).text('Counterfactuals');
      link.click(function (event) {
        event.preventDefault();
        target(uuid, function (study) {
          window.open('../prism/app/#/study/' + encodeURIComponent(study));
        });
      });
      var list = $(page + '-delete').closest('ul');
      $('<li>', { 'class': 'prism-button', 'data-icon': 'search' }).append(link).prependTo(list);
      list.children('li[data-role=list-divider]').prependTo(list);
      if (list.hasClass('ui-listview')) {
        list.listview('refresh');
      }
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
