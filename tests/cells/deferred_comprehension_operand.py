# expect: parallel any
# setup
class Sensor:
    def __init__(self, name, gain):
        self.name, self.gain = name, gain

    def read(self, value):
        return value / self.gain


sensors = [Sensor(f"s{i % 4}", i - 2) for i in range(6)]
# cell
readings, failed = {}, 0
for sensor in sensors:
    try:
        readings[sensor.name] = [sensor.read(x / 3) for x in range(4)]
    except ZeroDivisionError as error:
        failed += 1
        print(sensor.name, error)
