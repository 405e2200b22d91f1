// What stands behind the # of a code's address never reaches the server. Here it is handed on to the page that checks it, and nothing more.
var place = document.getElementById('offline-code')
var code = location.hash.slice(1)
if (place && /^[\w-]{100,2953}$/.test(code)) {
  place.querySelector('a').href = '/verify#' + code
  place.hidden = false
}
