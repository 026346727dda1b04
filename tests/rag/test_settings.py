from pathlib import Path

import pytest

from index.errors import InputError
from rag.settings import Settings


def test_the_environment_is_read_and_overrides_win() -> None:
    environ = {
        "PINCITE_STORE": "/srv/store",
        "PINCITE_PORT": "9000",
        "PINCITE_ALLOWED_HOSTS": "a.example, b.example",
        "HOME": "/",
    }
    settings = Settings.from_env(environ, port=9100, host=None)
    assert settings.store == Path("/srv/store")
    assert settings.port == 9100
    assert settings.host == "127.0.0.1"
    assert settings.allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        ({"PINCITE_PROT": "1"}, "There is no setting PINCITE_PROT"),
        ({"PINCITE_PORT": "x"}, "The setting PINCITE_PORT is not usable"),
        ({"PINCITE_K": "0"}, "The setting PINCITE_K is not usable"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(environ: dict[str, str], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        Settings.from_env(environ)


def test_no_value_of_the_environment_is_echoed() -> None:
    with pytest.raises(InputError) as error:
        Settings.from_env({"PINCITE_PORT": "secret-value"})
    assert "secret-value" not in str(error.value)
