"""Refusals as pages: a plain sentence, what to do next, and nothing typed lost."""

from typing import Final

from flask import Flask, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing, Refusal, SignedOut, Unavailable
from matcher.web.pages import fragment_wanted, pages

STATUS: Final[tuple[tuple[type[Refusal], int, str], ...]] = (
    (SignedOut, 401, "请先登录"), (Forbidden, 403, "这一页不归您看"), (Missing, 404, "没有找到"), (Conflict, 409, "现在办不了"),
    (Invalid, 422, "要改一下"), (Unavailable, 503, "暂时不行"),
)
SENTENCES: Final[dict[int, tuple[str, str]]] = {
    400: ("没看懂", "这次送来的内容不完整, 请回到上一页再试。"),
    404: ("没有这一页", "地址可能写错了, 或者这一页已经撤下。从首页能找到您要的。"),
    405: ("没有这一页", "请从首页的按钮进来。"),
    413: ("东西太大了", "一次送来的内容太多, 请分几次, 或者去掉大的附件再试。"),
    500: ("出了点毛病", "这是我们的问题, 不是您的。已经记下来了; 过一会儿再试, 急事请打电话。"),
}
SECRET: Final = frozenset({"csrf_token", "password"})


def install(app: Flask) -> None:
    """Addresses nobody knows, bodies too large, faults of ours: under /api/ whatever answers there goes on answering."""
    for code in SENTENCES:
        app.register_error_handler(code, http_refused)
    app.register_error_handler(CSRFError, form_refused)


@pages.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response | Answer:
    status, title = next((status, title) for family, status, title in STATUS if isinstance(refusal, family))
    if isinstance(refusal, SignedOut):
        return sign_in_first(refusal)
    answer = sentence(status, title, refusal.text, retry=status in (409, 503) and request.method == "GET")
    if isinstance(refusal, Unavailable):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def sign_in_first(refusal: SignedOut) -> Response | Answer:
    """Whoever was only looking is led to the sign-in and back; whoever was sending keeps what was typed."""
    if request.method != "GET":
        return sentence(401, "登录过期了", "请在新窗口登录, 再回到这里点“再交一次”。", kept=True)
    login = url_for("pages.login", then=request.full_path.rstrip("?"))
    if fragment_wanted():
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = login
        return answer
    flash(refusal.text, "warn")
    return redirect(login)


def form_refused(error: CSRFError) -> Response:
    """The form's token is missing or of another session. SameSite=Lax keeps other sites from sending forms with our cookie."""
    return sentence(400, "这一页放得太久了", "为了安全, 请再点一次。", kept=True)


def http_refused(error: HTTPException) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return api_answer(error)
    title, text = SENTENCES.get(error.code or 500, SENTENCES[500])
    return sentence(error.code or 500, title, text, retry=error.code == 500 and request.method == "GET")


def sentence(status: int, title: str, text: str, *, retry: bool = False, kept: bool = False) -> Response:
    if fragment_wanted():
        return make_response(render_template("errors/fragment.html", text=text), status)
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in SECRET] if kept else []
    return make_response(render_template("errors/page.html", title=title, text=text, retry=retry, kept=typed), status)


def api_answer(error: HTTPException) -> ResponseReturnValue:
    """What the API registered for every HTTP fault; handlers by code, as ours are, would otherwise come first."""
    theirs = current_app.error_handler_spec[None][None].get(HTTPException)
    answer: ResponseReturnValue = current_app.ensure_sync(theirs)(error) if theirs else error.get_response()
    return answer
