"""What the picture is made of: paths that a browser draws, labels that fit, gaps that are seen."""

from violence_plan.flow.shapes import NONE, Band, Flow, Stop


def band(actions=3, thickness=6.0):
    return Band(actions, left=10.0, right=50.0, thickness=thickness, kind="strategic", says="So.")


def stop(**fields):
    values = {"name": "row-1", "sign": "5.1", "title": "5.1 Knife crime", "width": 31, "figure": "2 of 3 actions"}
    return Stop(**values | fields)


def test_a_band_is_as_thick_at_its_end_as_at_its_beginning():
    assert band().path == "M0 7.0C50 7.0 50 47.0 100 47.0V53.0C50 53.0 50 13.0 0 13.0Z"


def test_without_actions_it_is_a_line_of_no_thickness():
    assert band(actions=0, thickness=0).path == "M0 10.0C50 10.0 50 50.0 100 50.0"


def test_its_number_stands_at_the_height_of_either_end():
    assert band().numbers == (15.0, 55.0)


def test_a_label_of_one_line_and_a_figure():
    made = stop(middle=100)
    assert (made.label, made.slot) == (48, 56)
    assert (made.top, made.lines, made.narrow) == (76, [("5.1 Knife crime", 93)], 93)
    assert (made.figure_top, made.figure_line) == (100, 116)
    assert made.reach == 24 + 9 * 15


def test_a_label_takes_as_many_lines_as_it_needs_and_its_sign_stands_by_the_last():
    made = stop(title="5.2 Gangs and serious violence action plan", middle=100)
    assert made.lines == [("5.2 Gangs and serious violence", 83), ("action plan", 103)]
    assert (made.narrow, made.figure_top) == (103, 110)


def test_a_label_without_a_figure_stands_beside_its_mark():
    made = stop(title="3.2 Inclusive economy and poverty reduction", figure="", middle=100)
    assert (made.label, made.slot) == (44, 44)
    assert made.narrow == 105


def test_a_tall_bar_needs_more_height_than_its_label():
    made = stop(bar=120.0, middle=100)
    assert (made.slot, made.bar_top, made.bar_height) == (128, 40, 120)


def test_a_heading_needs_the_same_height_always():
    heading = stop(name="", title="Strategic", figure="", kind="strategic")
    assert heading.slot == 36
    assert not heading.is_gap


def test_a_gap_is_as_tall_as_its_label_where_no_bar_makes_it_taller():
    unserved = stop(name="strategic-6", kind="strategic", title="S6 Anti-racism", figure="no action", middle=100)
    assert (unserved.is_gap, unserved.bar_height, unserved.bar_top) == (True, 48, 76)
    rest = stop(name=NONE, kind=NONE, title="No principle", figure="4 actions", bar=60.0)
    assert (rest.is_gap, rest.bar_height) == (True, 60)


def test_what_bands_touch_is_no_gap():
    assert not stop(name="strategic-1", kind="strategic", bar=10.0).is_gap
    assert not stop().is_gap


def test_the_sign_is_said_once():
    assert stop().signed == "5.1 Knife crime"
    assert stop(sign="2.", title="Police").signed == "2. Police"
    assert stop(sign="", title="No principle").signed == "No principle"


def test_the_sample_is_as_thick_as_a_band_of_so_many():
    left = (stop(bands=(band(),)), stop())
    whole = Flow(left, (), height=100, unit=1.25, sample=10, sentences=())
    assert whole.sample_height == 12.5
    assert not whole.has_lines
    assert Flow((stop(bands=(band(actions=0),)),), (), height=100, unit=1, sample=1, sentences=()).has_lines
