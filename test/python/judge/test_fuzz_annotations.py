"""Checks of annotations against a naive reading of what they mean, on random cases: the same on every run."""

import ast
import random
import unittest

from judge.annotations import check_of, fits

from . import naive_annotations, random_data


class AnnotationsFuzzTest(unittest.TestCase):
    def test_says_what_the_naive_reading_says(self) -> None:
        chance = random.Random(7)
        agreed = {True: 0, False: 0}
        for _ in range(1500):
            text = random_data.annotation(chance, 3)
            annotation = ast.parse(text, mode="eval").body
            check = check_of(annotation)
            values = [random_data.plain(chance, 3) for _ in range(3)]
            values += [naive_annotations.value_of(annotation, chance) for _ in range(3)]
            for value in values:
                with self.subTest(annotation=text, value=value):
                    expected = naive_annotations.fits(value, annotation)
                    self.assertIs(fits(value, check), expected)
                    agreed[expected] += 1
        self.assertGreater(min(agreed.values()), 1000)

    def test_a_check_takes_many_values_as_it_takes_each(self) -> None:
        chance = random.Random(8)
        for _ in range(1000):
            text = random_data.annotation(chance, 2)
            annotation = ast.parse(text, mode="eval").body
            values = [naive_annotations.value_of(annotation, chance) for _ in range(chance.randrange(3))]
            values += [random_data.plain(chance, 2)] * (chance.random() < 0.3)
            with self.subTest(annotation=text, values=values):
                expected = all(naive_annotations.fits(value, annotation) for value in values)
                self.assertIs(check_of(annotation)(iter(values)), expected)


if __name__ == "__main__":
    unittest.main()
