# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the tiny ONNX files that tests audit.

Usage: python models/reference/make_onnx.py

Saves networks for films of any size into command-line/src/test/resources/org/orthancprism/command/model:
`corner` gives the brightness of a film's upper left pixel and of its lower right one, `no-number` divides
zero by zero, and `endless` has a loop without a last turn.

Needs onnx (requirements.txt beside this file); the tests need its output only.
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

FOLDER = Path(__file__).parents[2] / "command-line/src/test/resources/org/orthancprism/command/model"
FAR = 2**62


def pixel(name, first, last):
    """The film (1, 1, rows, columns) from row and column `first` to before `last`, as (1, 1)."""
    nodes = [
        helper.make_node("Slice", ["film", name + "_first", name + "_last", "axes"], [name + "_square"]),
        helper.make_node("Reshape", [name + "_square", "one_by_one"], [name]),
    ]
    constants = [
        helper.make_tensor(name + "_first", TensorProto.INT64, [2], [first, first]),
        helper.make_tensor(name + "_last", TensorProto.INT64, [2], [last, last]),
    ]
    return nodes, constants


def corner():
    """The upper left pixel, and the lower right one."""
    nodes, constants = pixel("upper_left", 0, 1)
    more_nodes, more_constants = pixel("lower_right", -1, FAR)
    both = helper.make_node("Concat", ["upper_left", "lower_right"], ["outputs"], axis=1)
    return [*nodes, *more_nodes, both], constants + more_constants


def no_number():
    """Zero divided by zero."""
    nodes, constants = pixel("pixel", 0, 1)
    nodes += [
        helper.make_node("Sub", ["pixel", "pixel"], ["zero"]),
        helper.make_node("Div", ["zero", "zero"], ["outputs"]),
    ]
    return nodes, constants


def endless():
    """A loop that is told to go on at each turn."""
    nodes, constants = pixel("pixel", 0, 1)
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["on"], ["still_on"]),
            helper.make_node("Identity", ["state"], ["next_state"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("state", TensorProto.FLOAT, [1, 1]),
        ],
        [
            helper.make_tensor_value_info("still_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next_state", TensorProto.FLOAT, [1, 1]),
        ],
    )
    constants.append(helper.make_tensor("true", TensorProto.BOOL, [], [True]))
    nodes.append(helper.make_node("Loop", ["", "true", "pixel"], ["outputs"], body=body))
    return nodes, constants


def write(name, network, count):
    nodes, constants = network
    constants += [
        helper.make_tensor("axes", TensorProto.INT64, [2], [2, 3]),
        helper.make_tensor("one_by_one", TensorProto.INT64, [2], [1, 1]),
    ]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("film", TensorProto.FLOAT, [1, 1, "rows", "columns"])],
        [helper.make_tensor_value_info("outputs", TensorProto.FLOAT, [1, count])],
        constants,
    )
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
    onnx.checker.check_model(model)
    (FOLDER / (name + ".onnx")).write_bytes(model.SerializeToString(deterministic=True))


write("corner", corner(), 2)
write("no-number", no_number(), 1)
write("endless", endless(), 1)
