/** What every page does with a script; each part looks whether the page has what it is for. */
import { enableBoard } from "./board.js";
import { enableCopying } from "./copy.js";
import { enableSearchBox } from "./search/box.js";
import { enableSearchPage } from "./search/page.js";

enableCopying();
enableBoard();
if (document.querySelector("#found:not([data-from])")) enableSearchPage();
else {
  enableSearchBox();
  enableSearchPage();
}
