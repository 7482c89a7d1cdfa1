"""gunicorn reads our settings, and takes them."""

import importlib

from gunicorn.app.wsgiapp import WSGIApplication

from violence_plan import gunicorn_settings


def test_gunicorn_takes_every_setting(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    monkeypatch.setenv("HOST", "::1")
    monkeypatch.setenv("PORT", "8001")
    importlib.reload(gunicorn_settings)
    monkeypatch.setattr("sys.argv", ["gunicorn", "--config", "python:violence_plan.gunicorn_settings", "a:b"])
    taken = WSGIApplication().cfg
    assert taken.bind == ["[::1]:8001"]
    assert (taken.worker_class_str, taken.workers, taken.threads, taken.accesslog) == ("gthread", 3, 4, None)
    assert taken.control_socket_disable


def test_says_where_it_serves_once_it_does(monkeypatch, capsys):
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", "8001")
    gunicorn_settings.when_ready(server=None)
    assert capsys.readouterr().out == "Serves on http://127.0.0.1:8001 (Ctrl-C stops it)\n"
