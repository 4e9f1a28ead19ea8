// Clicks what turns a drawn list to its next page, by its words or that page's number, or shows more of it; tells whether there was
// anything to click, and whether the next page is named by its number.
([words, marks, number]) => {
  const next = new RegExp(words, "i");
  const stripped = (text) => [...text.replace(/\s/g, "")].filter((one) => !marks.includes(one)).join("");
  const pager = (element) => element.closest("[class*=pag], [id*=pag]");
  const said = (element) => {
    const text = element.innerText || element.value || element.title || element.getAttribute("aria-label") || "";
    if (text.length > 20) return false;
    // An arrow turns pictures too, where no pager is around it.
    return next.test(stripped(text)) || (pager(element) && (next.test(text.trim()) || named(element)));
  };
  const paging = (element) =>
    new RegExp(`page\\w*\\(\\s*['"]?${number}\\b`, "i").test(element.getAttribute("onclick") || element.getAttribute("href") || "");
  const numbered = (element) =>
    element.innerText.trim() === String(number) && (pager(element) || paging(element));
  const named = (element) => /(^|[-_\s])next($|[-_\s])/i.test(`${element.className} ${element.id}`);
  const leads = (element) => element.closest("a[href]:not([href=''], [href^='#'], [href^='javascript:' i])");
  const off = (element) =>
    element.closest("[disabled], [aria-disabled=true]") ||
    [element, element.parentElement].some((one) => one && /disabled|\bunable\b/i.test(one.className));
  const all = [...document.querySelectorAll("a, button, span, div, li, p, i, input")].filter(
    (one) => one.getClientRects().length && !leads(one) && !off(one),
  );
  const innermost = (found) => found.filter((one) => !found.some((other) => other !== one && one.contains(other)));
  const inner = innermost(all.filter(said));
  const following = innermost(all.filter(numbered))[0];
  const turning = inner.find(pager) || following || inner[0];
  if (turning) turning.click();
  else window.scrollTo(0, document.body.scrollHeight);
  return [Boolean(turning), Boolean(following)];
}
