import pytest

from vectorstore.framing import without_frame


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ('Consider "Acme"\'s privacy policy; is my data sold?', "is my data sold?"),
        ("According to the privacy policy of Acme (acme.example), who gets my data?", "who gets my data?"),
        ("Consider the privacy policy of Acme; what is kept?", "what is kept?"),
        ("Under your privacy notice: how long do you keep it?", "how long do you keep it?"),
        ("In the privacy policy, where is the fee?", "where is the fee?"),
        ("does the privacy policy change, and when?", "does the privacy policy change, and when?"),
        ("In which cases do you share data?", "In which cases do you share data?"),
        ("Which company is the only one that mentions cookies?", "cookies?"),
        ("Which of these policies says anything about faxes?", "faxes?"),
        ("Which companies do you share my data with?", "Which companies do you share my data with?"),
        ("Which third parties are mentioned?", "Which third parties are mentioned?"),
        ("According to the privacy policy,", "According to the privacy policy,"),
        ("", ""),
    ],
)
def test_only_what_says_where_to_look_is_taken_off(query: str, question: str) -> None:
    assert without_frame(query) == question
